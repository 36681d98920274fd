"""The method: question, model, supply, need, access, scores, reasons, gap list, and how firm a rank is."""
