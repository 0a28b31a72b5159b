"""Parts of make_tiny_data.py: a small rasteriser, fabrics, and the ten garments."""
