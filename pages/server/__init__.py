"""The ASGI parts of app.py: the gate, sign-in, exports, headers, health. No Streamlit page lives here."""
