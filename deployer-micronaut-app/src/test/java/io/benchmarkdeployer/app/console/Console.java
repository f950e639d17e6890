package io.benchmarkdeployer.app.console;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;

/**
 * The console as its user finds things in it: by their role and name, as a screen reader tells
 * them.
 */
record Console(Page page) {
  /** Opens the service's page in the browser's page. */
  static Console at(Page page, int port) {
    return at(page, "http://127.0.0.1:%d/".formatted(port));
  }

  static Console at(Page page, String url) {
    page.navigate(url);
    return new Console(page);
  }

  Locator the(AriaRole role, String name) {
    return page.getByRole(role, new GetByRoleOptions().setName(name).setExact(true));
  }

  Locator button(String name) {
    return the(AriaRole.BUTTON, name);
  }

  Locator link(String name) {
    return the(AriaRole.LINK, name);
  }

  Locator main() {
    return page.getByRole(AriaRole.MAIN);
  }

  Locator heading(String name) {
    return the(AriaRole.HEADING, name);
  }

  /** The rows of the list, without its head, that have this text. */
  Locator row(String text) {
    return page.getByRole(AriaRole.ROW)
        .filter(withText(text))
        .filter(new Locator.FilterOptions().setHas(page.getByRole(AriaRole.ROWHEADER)));
  }

  static Locator.FilterOptions withText(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  /** What a screen reader tells at once: something is wrong. */
  Locator alerts() {
    return page.getByRole(AriaRole.ALERT);
  }

  /** What a screen reader tells when it comes to it. */
  Locator told() {
    return page.getByRole(AriaRole.STATUS);
  }

  Locator editor() {
    return the(AriaRole.TEXTBOX, "Manifest (YAML)");
  }

  Locator log() {
    return the(AriaRole.TEXTBOX, "Log");
  }

  /** Replaces what stands in the editor. */
  void write(String manifest) {
    editor().click();
    page.keyboard().press("Control+a");
    page.keyboard().insertText(manifest);
  }

  /** The lines of the log that are drawn. */
  List<String> logLines() {
    return log().locator(".cm-line").allTextContents();
  }

  /** The rows of the terminal that is shown. */
  Locator screen() {
    return the(AriaRole.GROUP, "Terminal").locator(".xterm-rows");
  }

  /** Types into what has the focus, and Enter. */
  void type(String line) {
    page.keyboard().type(line);
    page.keyboard().press("Enter");
  }

  /** Goes to the editor, writes the manifest and deploys it. */
  void deploy(String manifest) {
    link("Deploy").click();
    write(manifest);
    button("Deploy").click();
  }
}
