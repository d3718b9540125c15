"""What everybody has read of a campaign stays as it was: what it is about and who leads from its opening, its results from its end.
A rating is one of a message that belongs to it, while the time for ratings ran.
"""

from django.db import migrations

OPENED = "state version written_by opened_at results ended_at ended_on rating_until given_up_for changed_at settled_at"
ENDED = "state changed_at settled_at"
FROZEN = (("opened", "opened_at", OPENED), ("ended", "ended_at", ENDED))


def _frozen(name: str, column: str, open_ones: str) -> str:
    said = f"what everybody has read of a campaign is never changed once it has {name}"
    told = ", ".join(f"'{each}'" for each in (said, "settled_at", *open_ones.split()))
    return (
        f"CREATE TRIGGER frozen_once_{name} BEFORE UPDATE ON campaigns_campaign FOR EACH ROW "
        f"WHEN (OLD.{column} IS NOT NULL) EXECUTE FUNCTION kernel_frozen({told});"
    )


RATED = """
CREATE FUNCTION campaigns_rated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM campaigns_campaign campaign JOIN campaigns_link link ON link.campaign_id = campaign.id
        WHERE campaign.id = NEW.campaign_id AND campaign.ended_at <= NEW.at AND NEW.at <= campaign.rating_until
            AND link.message_id = NEW.message_id AND link.removed_at IS NULL AND coalesce(link.author_id, NEW.rater) = NEW.rater
    ) THEN
        RAISE EXCEPTION 'a campaign is rated by the author of a message that belongs to it, after its end, in time'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER rated_by_an_author BEFORE INSERT ON campaigns_rating FOR EACH ROW EXECUTE FUNCTION campaigns_rated();
"""
FORWARD = "\n".join([*(_frozen(*each) for each in FROZEN), RATED])
BACK = "\n".join(
    [
        "DROP TRIGGER rated_by_an_author ON campaigns_rating;",
        "DROP FUNCTION campaigns_rated();",
        *(f"DROP TRIGGER frozen_once_{name} ON campaigns_campaign;" for name, _, _ in FROZEN),
    ]
)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0002_guards")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
