package io.benchmarkdeployer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The description is one that clients can be generated from. */
class OpenApiTest {
  private static final OpenApi DESCRIPTION = OpenApi.read();

  @Test
  void noFieldAndNoParameterMayBeOfTwoTypes() {
    assertThat(DESCRIPTION.values())
        .isNotEmpty()
        .allSatisfy(
            value -> assertThat(types(value.getValue())).as(value.getKey()).hasSizeLessThan(2));
  }

  /** Without null, which says that it may be missing. */
  private static List<?> types(Map<String, Object> schema) {
    return schema.get("type") instanceof List<?> several
        ? several.stream().filter(type -> !"null".equals(type)).toList()
        : List.of();
  }

  @Test
  void everyParameterIsDescribed() {
    assertThat(DESCRIPTION.parameters())
        .isNotEmpty()
        .allSatisfy(
            parameter ->
                assertThat(parameter.getValue().get("description"))
                    .as(parameter.getKey())
                    .isInstanceOf(String.class));
  }

  /** A value that is always null would be of no use to anybody. */
  @Test
  void noFieldIsOnlyNull() {
    assertThat(DESCRIPTION.values())
        .noneMatch(value -> "null".equals(value.getValue().get("type")));
  }

  @Test
  void everyFieldIsDescribedOrShown() {
    assertThat(DESCRIPTION.values())
        .filteredOn(value -> !value.getKey().contains(" "))
        .isNotEmpty()
        .allSatisfy(
            value ->
                assertThat(value.getValue().keySet())
                    .as(value.getKey())
                    .containsAnyOf("description", "example", "$ref"));
  }
}
