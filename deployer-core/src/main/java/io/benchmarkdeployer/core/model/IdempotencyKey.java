package io.benchmarkdeployer.core.model;

/**
 * A client's own name for a request, so that a repetition is known as one (IETF draft "The
 * Idempotency-Key HTTP Header Field").
 *
 * @param key unique among all callers: it holds the caller's name
 * @param fingerprint tells another body under the same key; salted, so that it gives no value away
 */
public record IdempotencyKey(String key, String fingerprint) {}
