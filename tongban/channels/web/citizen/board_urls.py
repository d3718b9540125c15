"""URLs of the message board, under /board/."""

from django.urls import path

from tongban.channels.web.citizen.views import campaigns
from tongban.channels.web.citizen.views.board import acts, feed, figures, leave, lists, page, pictures, track

urlpatterns = [
    path("", lists.home, name="board"),
    path("new/", leave.leave, name="board-new"),
    path("new/send/", leave.send, name="board-send"),
    path("new/photos/", pictures.add, name="board-add-photo"),
    path("new/photos/<uuid:draft>/<str:digest>", pictures.kept, name="board-kept-photo"),
    path("new/photos/<uuid:draft>/<str:digest>/drop/", pictures.drop, name="board-drop-photo"),
    path("map.svg", pictures.map_of_city, name="board-map"),
    path("track/", track.track, name="board-track"),
    path("track/leave/", track.leave, name="board-leave-track"),
    path("suggestions/", lists.suggestions, name="board-suggestions"),
    path("figures/", figures.figures, name="board-figures"),
    path("feed.xml", feed.feed, name="board-feed"),
    path("<str:number>/", page.page, name="board-message"),
    path("<str:number>/receipt/", leave.receipt, name="board-receipt"),
    path("<str:number>/feed.xml", feed.feed_of_message, name="board-message-feed"),
    path("<str:number>/photos/<int:place>", pictures.photo, name="board-photo"),
    path("<str:number>/photos/<int:place>/<str:size>", pictures.photo, name="board-photo-small"),
    path("<str:number>/follow/", page.follow, name="board-follow"),
    path("<str:number>/join/", page.join, name="board-join"),
    path("<str:number>/words/", acts.add_words, name="board-add"),
    path("<str:number>/appeal/", acts.appeal, name="board-appeal"),
    path("<str:number>/rate/", acts.rate, name="board-rate"),
    path("<str:number>/campaigns/<str:campaign>/", campaigns.rate, name="rate-campaign"),
    path("<str:number>/withdraw/", acts.withdraw, name="board-withdraw"),
]
