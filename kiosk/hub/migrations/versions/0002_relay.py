"""What the relay knows of bookings, and of which rooms Exchange tells it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("relayed")  # nothing was ever written to it
    op.create_table(
        "booked",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("room", sa.String(length=320), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_booked")),
    )
    op.create_index(op.f("ix_booked_at"), "booked", ["at"], unique=False)
    op.create_index("ix_booked_room_at", "booked", ["room", "at"], unique=False)
    op.create_table(
        "watched",
        sa.Column("room", sa.String(length=320), nullable=False),
        sa.Column("subscription", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("taken_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("room", name=op.f("pk_watched")),
        sa.UniqueConstraint("state", name=op.f("uq_watched_state")),
    )
