package io.benchmarkdeployer.core.port;

import io.benchmarkdeployer.core.model.Kind;

/**
 * A kind that the cluster serves.
 *
 * @param plural its name in URLs: {@code jobs}
 * @param namespaced whether its objects live in a namespace
 */
public record ServedKind(Kind kind, String plural, boolean namespaced) {}
