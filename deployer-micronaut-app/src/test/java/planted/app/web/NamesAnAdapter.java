package planted.app.web;

import planted.k8s.SomeAdapter;

/** Planted: breaks a rule on purpose. */
public record NamesAnAdapter(SomeAdapter adapter) {}
