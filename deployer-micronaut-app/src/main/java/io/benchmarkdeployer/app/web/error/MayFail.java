package io.benchmarkdeployer.app.web.error;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * For the documentation: the problems that a route may answer with. These are common to all; those
 * of some routes are nested.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ApiResponse(
    responseCode = "400",
    description = "Malformed: a parameter, the body, or the YAML in it.",
    content =
        @Content(mediaType = MayFail.TYPE, schema = @Schema(implementation = ProblemDetail.class)))
@ApiResponse(
    responseCode = "401",
    description = "Tokens are set and none, or an unknown one, was shown.",
    content =
        @Content(mediaType = MayFail.TYPE, schema = @Schema(implementation = ProblemDetail.class)))
@ApiResponse(
    responseCode = "403",
    description = "Not allowed; detail names the rule.",
    content =
        @Content(mediaType = MayFail.TYPE, schema = @Schema(implementation = ProblemDetail.class)))
@ApiResponse(
    responseCode = "503",
    description = "The cluster or the database can't be reached; try again after Retry-After.",
    content =
        @Content(mediaType = MayFail.TYPE, schema = @Schema(implementation = ProblemDetail.class)))
@ApiResponse(
    responseCode = "504",
    description =
        "The cluster or the database did not answer in time. After a write: look up what became of"
            + " it.",
    content =
        @Content(mediaType = MayFail.TYPE, schema = @Schema(implementation = ProblemDetail.class)))
public @interface MayFail {
  /** The media type of problems. */
  String TYPE = "application/problem+json";

  /** Of some routes. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE, ElementType.METHOD})
  @ApiResponse(
      responseCode = "404",
      description = "There is no such thing, says the cluster or the record itself.",
      content =
          @Content(
              mediaType = MayFail.TYPE,
              schema = @Schema(implementation = ProblemDetail.class)))
  @interface NotFound {}

  /** Of some routes. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE, ElementType.METHOD})
  @ApiResponse(
      responseCode = "409",
      description = "It stands against what exists, and nothing was changed; detail says what.",
      content =
          @Content(
              mediaType = MayFail.TYPE,
              schema = @Schema(implementation = ProblemDetail.class)))
  @interface Conflict {}

  /** Of some routes. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE, ElementType.METHOD})
  @ApiResponse(
      responseCode = "413",
      description = "The body or the manifest is too large.",
      content =
          @Content(
              mediaType = MayFail.TYPE,
              schema = @Schema(implementation = ProblemDetail.class)))
  @interface TooLarge {}

  /** Of some routes. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE, ElementType.METHOD})
  @ApiResponse(
      responseCode = "429",
      description = "There are as many as there may be; end one, or try again later.",
      content =
          @Content(
              mediaType = MayFail.TYPE,
              schema = @Schema(implementation = ProblemDetail.class)))
  @interface TooMany {}

  /** Of some routes. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE, ElementType.METHOD})
  @ApiResponse(
      responseCode = "422",
      description =
          "The cluster's own validation refuses it, or the Idempotency-Key was used for another"
              + " content.",
      content =
          @Content(
              mediaType = MayFail.TYPE,
              schema = @Schema(implementation = ProblemDetail.class)))
  @interface Refused {}
}
