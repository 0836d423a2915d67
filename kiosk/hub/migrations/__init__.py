"""How the registry came to its form: one step a file, made by Alembic and never changed after a release."""
