package io.benchmarkdeployer.app.web.log;

import io.benchmarkdeployer.app.web.Parameters;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;

/** As what a log is to be downloaded. */
@Introspected
record DownloadParameters(
    @QueryValue("format")
        @Parameter(
            required = false,
            description =
                "text (where absent): the lines as printed; ndjson: a JSON object a line.",
            schema = @Schema(allowableValues = {"text", "ndjson"}))
        Optional<String> format,
    @QueryValue("gzip")
        @Parameter(
            description = "Whether the file is compressed; a Range is passed over then.",
            schema = @Schema(implementation = Boolean.class, defaultValue = "false"))
        Optional<String> gzip,
    @QueryValue("raw")
        @Parameter(
            required = false,
            description =
                "Whether colours and other control sequences are kept; true for text and false for"
                    + " ndjson where absent.",
            schema = @Schema(implementation = Boolean.class))
        Optional<String> raw,
    @Header("Range")
        @Parameter(required = false, description = "One range of bytes.", example = "bytes=0-1023")
        Optional<String> range,
    @Header("If-Range") @Parameter(hidden = true) Optional<String> ifRange) {

  boolean isNdjson() {
    return switch (format.filter(text -> !text.isEmpty()).orElse("text")) {
      case "text" -> false;
      case "ndjson" -> true;
      default -> throw Parameters.wrong("format", "must be text or ndjson");
    };
  }

  boolean isGzip() {
    return Parameters.flag("gzip", gzip);
  }

  /** A new one for each reading: it may remember what it showed. */
  LogForm form() {
    boolean isNdjson = isNdjson();
    boolean isRaw = Parameters.flag("raw", Optional.of(raw.orElse(String.valueOf(!isNdjson))));
    return isNdjson ? new NdjsonForm(isRaw) : new PrintedForm(isRaw);
  }

  /** There is no validator that If-Range could name: such a request wants all of it. */
  Optional<ByteRange> wanted() {
    return isGzip() || ifRange.isPresent() ? Optional.empty() : range.flatMap(ByteRange::parse);
  }

  String mediaType() {
    return isGzip()
        ? "application/gzip"
        : isNdjson() ? "application/x-ndjson" : "text/plain; charset=utf-8";
  }

  /** What can't be in a job's name can't be in a file's either. */
  String fileName(String job) {
    String name = job.replaceAll("[^a-zA-Z0-9.-]", "_");
    return name + (isNdjson() ? ".ndjson" : ".log") + (isGzip() ? ".gz" : "");
  }
}
