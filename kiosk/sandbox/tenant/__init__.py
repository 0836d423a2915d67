"""Who and what is in the sandbox's tenant: the default office, tenants from a file, and office life."""
