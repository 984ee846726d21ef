"""Rules: what is worth asking, one file each; runs of them over a snapshot; the sentence of every hit."""
