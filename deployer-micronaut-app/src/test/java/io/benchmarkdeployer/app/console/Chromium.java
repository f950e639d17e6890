package io.benchmarkdeployer.app.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A headless chromium for a class of tests ({@code @RegisterExtension static}); each page that a
 * test opens has nothing in common with those of others. A test fails where one of its pages
 * complained: see {@link Complaints}. Where one fails, pictures of its pages lie in {@code
 * target/console-failures}.
 *
 * <p>All pages of a class belong to the thread that runs it.
 */
public final class Chromium
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterTestExecutionCallback,
        AfterEachCallback,
        AfterAllCallback {
  private static final Path PICTURES = Path.of("target", "console-failures");
  private static final double PATIENCE = 30_000;
  private static final int LONGEST_TEST = 150;

  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
  private ScheduledFuture<?> end;
  private final List<BrowserContext> contexts = new ArrayList<>();
  private Complaints complaints = new Complaints();
  private Playwright playwright;
  private Browser browser;

  private Chromium() {}

  /** One that is started before the first test of the class and closed after the last. */
  public static Chromium headless() {
    return new Chromium();
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    end = watch.schedule(Chromium::endDriver, LONGEST_TEST, TimeUnit.SECONDS);
  }

  /** Playwright waits for an answer without an end: a page that is busy for good gives none. */
  private static void endDriver() {
    ProcessHandle.current()
        .children()
        .filter(child -> child.info().command().orElse("").equals(Program.NODE.path().toString()))
        .forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void beforeAll(ExtensionContext test) {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    System.setProperty("playwright.nodejs.path", Program.NODE.path().toString());
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new LaunchOptions()
                    .setExecutablePath(Program.CHROMIUM.path())
                    // A sandbox can't be had in a container, nor by root.
                    .setArgs(List.of("--no-sandbox")));
  }

  /** An empty page of 1280 by 800, in English, light, in UTC. */
  public Page page() {
    return page(options());
  }

  /** An empty page with these options. */
  public Page page(Browser.NewContextOptions options) {
    BrowserContext context = browser.newContext(options);
    context.setDefaultTimeout(PATIENCE);
    contexts.add(context);
    complaints.listenTo(context);
    return context.newPage();
  }

  /** What {@link #page()} is made with, to be changed. */
  public static Browser.NewContextOptions options() {
    return new Browser.NewContextOptions()
        .setViewportSize(1280, 800)
        .setLocale("en-GB")
        .setTimezoneId("UTC");
  }

  /** What the pages of this test complained of, and may. */
  public Complaints complaints() {
    return complaints;
  }

  /** Before the test's own clean-up, which takes the service away from its pages. */
  @Override
  public void afterTestExecution(ExtensionContext test) {
    try {
      contexts.forEach(Chromium::hearTheRest);
      if (test.getExecutionException().isPresent()) {
        photograph(test);
      } else {
        complaints.assertNone();
      }
    } finally {
      closePages();
    }
  }

  private void closePages() {
    contexts.forEach(BrowserContext::close);
    contexts.clear();
  }

  @Override
  public void afterEach(ExtensionContext test) {
    end.cancel(true);
    complaints = new Complaints();
    closePages();
  }

  /** What a page complained of is told with its next answer. */
  private static void hearTheRest(BrowserContext context) {
    context.pages().forEach(Chromium::hearTheRest);
  }

  private static void hearTheRest(Page page) {
    try {
      page.evaluate("1");
    } catch (PlaywrightException underWay) {
      page.waitForLoadState();
      page.evaluate("1");
    }
  }

  private void photograph(ExtensionContext test) {
    System.err.println(test.getDisplayName() + ": the pages complained of " + complaints);
    int number = 0;
    for (BrowserContext context : contexts) {
      for (Page page : context.pages()) {
        String name =
            test.getRequiredTestClass().getSimpleName()
                + "."
                + test.getRequiredTestMethod().getName()
                + "-"
                + ++number
                + ".png";
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name)));
      }
    }
  }

  @Override
  public void afterAll(ExtensionContext test) {
    if (playwright != null) {
      playwright.close();
    }
  }
}
