"""What WeChat itself calls: message push of the mini-program and of the Official Account."""
