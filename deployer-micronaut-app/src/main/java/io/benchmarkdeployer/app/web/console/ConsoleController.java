package io.benchmarkdeployer.app.web.console;

import io.benchmarkdeployer.app.web.access.Access;
import io.benchmarkdeployer.core.port.NotFoundException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Hidden;

/** Serves the console's page. It is open to all: what it shows, it asks for with a token. */
@Controller
@Access(Access.Rule.OPEN)
@ExecuteOn(TaskExecutors.BLOCKING)
@Hidden
final class ConsoleController {
  private static final String FOR_GOOD = "public, max-age=31536000, immutable";

  private final ConsoleFiles files;

  ConsoleController(ConsoleFiles files) {
    this.files = files;
  }

  @Get(produces = MediaType.TEXT_HTML)
  HttpResponse<byte[]> showPage() {
    byte[] page =
        files
            .page()
            .orElseThrow(
                () ->
                    new NotFoundException(
                        "The console is not part of this build (-Dconsole.skip); see /docs"));
    ContentPolicy policy = ContentPolicy.ofOneAnswer();
    return HttpResponse.ok(policy.applyTo(page))
        .header("Content-Security-Policy", policy.header())
        .header("Referrer-Policy", "no-referrer")
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  @Get("/assets/{name}")
  HttpResponse<byte[]> showAsset(@PathVariable String name) {
    byte[] file =
        files
            .asset(name)
            .orElseThrow(() -> new NotFoundException("The console has no file " + name));
    return HttpResponse.ok(file)
        .contentType(MediaType.forFilename(name))
        .header(HttpHeaders.CACHE_CONTROL, FOR_GOOD);
  }
}
