package io.benchmarkdeployer.core.manifest;

import io.benchmarkdeployer.core.model.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads one text: cuts it into documents, composes, expands and checks each, and collects all
 * problems.
 */
final class ManifestReader {
  private final String text;
  private final ManifestLimits limits;
  private final Problems problems = new Problems();
  private final Expansion expansion;
  private final ObjectCheck check;
  private final List<ManifestDocument> documents = new ArrayList<>();
  private int number;

  private ManifestReader(String text, ManifestLimits limits) {
    this.text = text;
    this.limits = limits;
    this.expansion = new Expansion(limits);
    this.check = new ObjectCheck();
  }

  static ManifestReading read(String text, ManifestLimits limits) {
    if (isLonger(text, limits.bytes())) {
      return new ManifestReading.TooLarge(
          "the manifest has more than %d bytes".formatted(limits.bytes()));
    }
    return new ManifestReader(text, limits).reading();
  }

  private static boolean isLonger(String text, int bytes) {
    return text.length() > bytes || text.getBytes(StandardCharsets.UTF_8).length > bytes;
  }

  private ManifestReading reading() {
    try {
      readDocuments();
    } catch (LimitPassed reported) {
      return new ManifestReading.Unreadable(problems.inOrder());
    }
    if (number == 0 && problems.none()) {
      problems.add("there is no object in the manifest");
    }
    return problems.none() ? manifest() : new ManifestReading.Unreadable(problems.inOrder());
  }

  private void readDocuments() {
    if (JsonReader.isJson(text)) {
      readJson();
    } else {
      YamlSegments.of(text, problems).forEach(this::readYaml);
    }
  }

  private void readJson() {
    var reader = new JsonReader(text);
    var root = Optional.<Node>empty();
    int start = 0;
    do {
      reader.hasNext();
      var context = context();
      root = reader.next(context);
      var segment = new Segment("", text.substring(start, reader.position()), 1);
      start = reader.position();
      root.ifPresent(node -> readDocument(context, segment, node, true));
    } while (root.isPresent() && reader.hasNext());
    documents.add(nothing(new Segment("", text.substring(start), 1)));
  }

  private void readYaml(Segment segment) {
    if (segment.body().isEmpty()) {
      documents.add(nothing(segment));
      return;
    }
    var context = new ReadingContext(number + 1, limits, problems);
    switch (YamlComposer.compose(context, segment)) {
      case YamlComposer.Composed.Nothing nothing -> documents.add(nothing(segment));
      case YamlComposer.Composed.Broken broken -> context();
      case YamlComposer.Composed.Document document ->
          readDocument(context(), segment, document.root(), false);
    }
  }

  private static ManifestDocument nothing(Segment segment) {
    return new ManifestDocument(segment, false, Optional.empty(), List.of(), false);
  }

  /** For the next document that holds something. */
  private ReadingContext context() {
    number++;
    if (number > limits.documents()) {
      problems.add("the manifest has more than %d documents".formatted(limits.documents()));
      throw new LimitPassed();
    }
    return new ReadingContext(number, limits, problems);
  }

  private void readDocument(ReadingContext context, Segment segment, Node root, boolean json) {
    var tree = expansion.expand(context, root);
    documents.add(check.document(context, segment, json, root, tree));
  }

  private ManifestReading manifest() {
    var manifest = new Manifest(documents, check.masks());
    if (isLonger(manifest.named(() -> "xxxxx").masked(), limits.bytes())) {
      return new ManifestReading.Unreadable(List.of(tooLongWrittenAnew()));
    }
    return manifest;
  }

  private static Problem tooLongWrittenAnew() {
    return Problem.at(
        "",
        "its Secrets and generated names, masked and with aliases written out, are larger than a"
            + " manifest may be: use fewer of them or several manifests");
  }
}
