package io.benchmarkdeployer.app.console;

import com.microsoft.playwright.Page;
import io.benchmarkdeployer.app.InMemory;
import io.benchmarkdeployer.app.RunningApp;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the console's tests would hear what its page may not do. */
@Tag("tools")
class ComplaintsTest {
  @RegisterExtension static final Chromium CHROMIUM = Chromium.headless();
  private static final RunningApp APP = RunningApp.on(InMemory.adapters(), Map.of());

  @AfterAll
  static void close() {
    APP.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          console.error('oh')                                         | error: oh
          console.warn('hm')                                          | warning: hm
          setTimeout(() => { throw new Error('thrown') })             | uncaught: .*thrown
          Promise.reject(new Error('left')); 0                        | uncaught: .*left
          setTimeout(() => alert('hello'))                            | a dialog: hello
          document.body.innerHTML = '<img src=x onerror=alert(1)>'    | policy broken script-src-attr inline
          document.body.innerHTML = '<i style="color:red">x</i>'      | policy broken style-src-attr inline
          void fetch('http://127.0.0.1:1/').catch(() => 0)            | policy broken connect-src http://127.0.0.1:1/
          setTimeout(() => { location = 'http://localhost:1/x' })                      | asked another origin: http://localhost:1/x
          void fetch('no-such-file')                                  | Failed to load resource.*404
          """)
  void areHeard(String script, String complaint) {
    Page page = CHROMIUM.page();
    page.navigate("http://127.0.0.1:%d/".formatted(APP.port()));

    page.evaluate("() => { " + script + " }");

    page.waitForCondition(() -> isHeard(Pattern.compile(complaint)));
    CHROMIUM.complaints().allow(".*");
  }

  private static boolean isHeard(Pattern complaint) {
    return CHROMIUM.complaints().heard().stream().anyMatch(it -> complaint.matcher(it).find());
  }
}
