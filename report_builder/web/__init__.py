"""The same work in a browser: pages over the pipeline, with no logic of their own."""
