"""Rule engine for 特定個人情報保護評価, the privacy impact assessment of Japan's My Number Act."""

__version__ = "0.1.0"
