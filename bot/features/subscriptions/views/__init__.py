"""The screens of subscriptions."""
