"""What is refused of what people send to be shown: their photos, and the small task before sending."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tongban.channels.parts.problems.words import Words
from tongban.kernel import pictures
from tongban.kernel.words import challenge

MEGABYTE, MILLION = 1024 * 1024, 1_000_000

POSTING: dict[type[Exception], Words] = {
    pictures.EmptyPicture: Words("picture-empty", 422, _("这张照片是空的"), _("请确认照片能打开，再重新选择。")),
    pictures.PictureTooLarge: Words(
        "picture-too-large",
        422,
        _("照片太大，每张最多 %(megabytes)s MB"),
        _("请在手机相册里选“中”或“小”的尺寸，或者截图后再上传。"),
        values=lambda it: {"megabytes": it.max_bytes // MEGABYTE},
    ),
    pictures.TooManyPixels: Words(
        "picture-too-many-pixels",
        422,
        _("照片的尺寸太大，最多 %(millions)s 百万像素"),
        _("请在相机设置里选普通的照片尺寸，或者截图后再上传。"),
        values=lambda it: {"millions": it.max_pixels // MILLION},
    ),
    pictures.HeicNotRead: Words(
        "picture-heic",
        422,
        _("暂时不能读取 HEIC 格式的照片"),
        _("苹果手机请在“设置 · 相机 · 格式”里选“兼容性最佳”再拍，或者把照片截图后上传。"),
    ),
    pictures.NotAPicture: Words("not-a-picture", 422, _("这不是一张照片"), _("请选 JPG、PNG 或 WebP 格式的照片；只改文件名不行。")),
    pictures.BrokenPicture: Words(
        "picture-broken", 422, _("这张照片已经损坏，不能读完"), _("请重新拍一张，或者用手机打开它截图后再上传。")
    ),
    challenge.ForgedChallenge: Words("challenge-unknown", 422, _("这道小题不是我们出的"), _("请刷新页面，做新的一题；您写的内容还在。")),
    challenge.ExpiredChallenge: Words("challenge-expired", 422, _("这道小题已经过期"), _("请做新的一题再发送；您写的内容还在。")),
    challenge.WrongAnswer: Words("challenge-wrong", 422, _("小题的答案不对"), _("请再算一遍；可以写数字，也可以写汉字，比如“8”或“八”。")),
}
