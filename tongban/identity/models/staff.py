"""Staff: who works at which desk."""

import uuid
from typing import ClassVar

from django.db import models

from tongban.identity.models.city import Desk
from tongban.identity.models.login import Login


class Staff(models.Model):
    """Somebody who works for the city, with a login of their own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    login = models.OneToOneField(Login, on_delete=models.PROTECT, related_name="staff")
    name = models.TextField()
    title = models.TextField(default="")

    def __str__(self) -> str:
        return str(self.id)


class Post(models.Model):
    """A staff member's place at a desk."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="posts")
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="posts")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["staff", "desk"], name="post_once")]

    def __str__(self) -> str:
        return f"{self.staff_id} at {self.desk_id}"
