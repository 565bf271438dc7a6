"""What only a browser can show: the editor's desk, keyboard, accessibility."""
