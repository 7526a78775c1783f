"""The Gradio chat over a library and its assistant."""
