"""What a form is made of: the marks of its classes, their outline, and the values of a report."""
