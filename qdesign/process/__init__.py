"""Child processes: started, spoken to in frames, limited, and ended with their parent."""
