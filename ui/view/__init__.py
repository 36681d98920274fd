"""What is asked and how it is shown: link, filters, own settings, sentences about both."""
