"""Who runs jobs: one file a provider, its kit imported when used."""
