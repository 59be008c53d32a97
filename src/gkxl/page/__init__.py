"""The page that needs no installation: one html file that holds Python, the library, and what people see."""
