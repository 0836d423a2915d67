"""The sandbox over HTTPS: Entra, Graph v1.0 and the control surface, thin around the model."""
