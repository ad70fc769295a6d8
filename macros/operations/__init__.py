"""The arithmetic of the contract: pure functions from counts, dates and terms to scores, fees and dates. docs/assets/operations/ mirrors them."""
