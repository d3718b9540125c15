"""What is refused in `campaigns`, one class a reason."""

from __future__ import annotations


class CampaignRefused(Exception):
    """Base; nothing has changed."""


class UnknownCampaign(CampaignRefused):
    """No such campaign, or not for this actor."""


class CampaignStateWrong(CampaignRefused):
    """This act does not follow in the state of this campaign."""


class CampaignOvertaken(CampaignRefused):
    """It was changed after whoever approves it, or writes its results, had read it."""


class CampaignWordsMissing(CampaignRefused):
    """Something needs words that are not there; names what."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class CampaignWordsTooLong(CampaignRefused):
    """These words are longer than `most` characters."""

    def __init__(self, field: str, most: int) -> None:
        super().__init__(field, most)
        self.field, self.most = field, most


class AboutUnclear(CampaignRefused):
    """Neither a class nor words say what it is about; or an area without a class, or more than ten words."""


class ImpossibleDates(CampaignRefused):
    """An end before the beginning, an end gone by, a campaign of years, a measure outside of it; names which."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class UnknownCampaignUnit(CampaignRefused):
    """No such unit, or one that takes part twice; carries its code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TooManyParts(CampaignRefused):
    """More units than a campaign can have, or none at all."""


class UnknownGround(CampaignRefused):
    """There is no such surge or request."""


class AlreadyLinked(CampaignRefused):
    """The message belongs to this campaign already, or was removed from it; carries its number."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


class NotLinked(CampaignRefused):
    """The message does not belong to this campaign."""


class ResultsMissing(CampaignRefused):
    """Nobody has written what came of it yet."""


class CampaignRatedAlready(CampaignRefused):
    """This author has rated it."""


class CampaignRatingOver(CampaignRefused):
    """The time to rate it is over."""


class NothingToMeasure(CampaignRefused):
    """No class is named, or no full week has passed since it ended, or nothing new is to be counted."""


class NothingToCorrect(CampaignRefused):
    """No effect was measured, or it was taken back already."""


class CorrectionWaits(CampaignRefused):
    """A correction of this effect waits to be decided on."""


class UnknownEffectCorrection(CampaignRefused):
    """No such correction waits: another one does, or it was decided on."""
