"""My page: what belongs to the person who is logged in, and to nobody else."""
