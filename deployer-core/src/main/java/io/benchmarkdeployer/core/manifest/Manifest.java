package io.benchmarkdeployer.core.manifest;

import io.benchmarkdeployer.core.model.Problem;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A readable manifest: its objects, and the text that may be stored and shown. Immutable. What it
 * was checked as is what {@link ManifestObject#content()} holds and what is to be sent.
 */
public final class Manifest implements ManifestReading {
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
  private static final int SUFFIX_LENGTH = 5;

  private final List<ManifestDocument> documents;
  private final List<Problem> masks;

  Manifest(List<ManifestDocument> documents, List<Problem> masks) {
    this.documents = List.copyOf(documents);
    this.masks = List.copyOf(masks);
  }

  /**
   * Reads a text as {@code kubectl create -f} would, or refuses it: what kubectl would drop in
   * silence or read in a surprising way is a problem. Does not throw, whatever the text; the work
   * is bounded by the limits.
   */
  public static ManifestReading read(String text, ManifestLimits limits) {
    return ManifestReader.read(text, limits);
  }

  /** The objects in the order of the text, those of a list in its place; at least one. */
  public List<ManifestObject> objects() {
    return documents.stream().flatMap(document -> document.objects().stream()).toList();
  }

  /**
   * The manifest with a fixed name in place of each {@code generateName}: itself where there is
   * none.
   *
   * @param suffixes gives what follows the prefix, as {@link #randomSuffix}; called once for each
   */
  public Manifest named(Supplier<String> suffixes) {
    return new Manifest(
        documents.stream().map(document -> named(document, suffixes)).toList(), masks);
  }

  private static ManifestDocument named(ManifestDocument document, Supplier<String> suffixes) {
    return document.with(document.objects().stream().map(one -> named(one, suffixes)).toList());
  }

  private static ManifestObject named(ManifestObject object, Supplier<String> suffixes) {
    return switch (object.name()) {
      case ObjectName.Fixed fixed -> object;
      case ObjectName.Generated generated -> object.named(generated.with(suffixes.get()));
    };
  }

  /**
   * Five characters as the API server would choose them ({@code
   * k8s.io/apimachinery/pkg/util/rand}).
   */
  public static String randomSuffix() {
    return new SecureRandom()
        .ints(SUFFIX_LENGTH, 0, ALPHABET.length())
        .mapToObj(i -> String.valueOf(ALPHABET.charAt(i)))
        .collect(Collectors.joining());
  }

  /**
   * The text without the values of Secrets. Documents without a Secret and without a generated name
   * stay as they were written, unless they tell a Secret's value, in a comment too: that is taken
   * out. The others are written anew from what was read. Beside a Secret no comment remains between
   * documents. It reads as objects of the same names.
   */
  public String masked() {
    var objects = objects();
    return objects.stream().anyMatch(one -> SecretMask.isSecret(one.kind(), one.content()))
        ? masked(SecretMask.of(objects))
        : documents.stream().map(ManifestDocument::text).collect(Collectors.joining());
  }

  private String masked(SecretMask mask) {
    return documents.stream().map(one -> one.masked(mask)).collect(Collectors.joining());
  }

  /**
   * Where the mask of {@link #masked()} stands in place of a value: such a manifest says what to
   * delete, but must not be deployed. Empty otherwise.
   */
  public List<Problem> maskedValues() {
    return masks;
  }

  /** What somebody said of this manifest, without the values of its Secrets. */
  public String withoutSecrets(String words) {
    return SecretMask.of(objects()).hide(words);
  }

  /** Without any content. */
  @Override
  public String toString() {
    return "Manifest" + objects();
  }
}
