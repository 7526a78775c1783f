"""Questions that lean on earlier ones, said in full: by rules, or by a model under guard."""
