// Pages lie one level below the server's root: said here, or Streamlit asks each page's own address first (404).
window.__streamlit = { BACKEND_BASE_URL: new URL("./", document.baseURI).href };
