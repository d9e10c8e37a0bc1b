"""Council Executive Decision Reports in Word, from the Excel returns of heads of service."""

__version__ = "0.1.0"
