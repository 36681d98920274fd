"""What runs in the limited process alone: from the bytes of a brought file to finished tables and shapes. Nothing else imports it."""
