"""What every test shares, the plugins' own included: messages are in Swedish, whatever the machine speaks."""

from ledger.language import speak

speak("sv")
