package io.benchmarkdeployer.core.model;

/**
 * A Secret as it was when its values were read. It tells nothing of them: only that they are the
 * same where all of this is.
 *
 * @param uid another of its name later has another
 * @param version what the cluster counts its changes by ({@code resourceVersion}); a changed label
 *     counts as well
 */
public record SecretVersion(ResourceRef ref, Uid uid, String version) {

  public static SecretVersion of(LiveObject secret) {
    return new SecretVersion(
        secret.ref(),
        secret.uid(),
        secret.content().textAt("metadata", "resourceVersion").orElse(""));
  }
}
