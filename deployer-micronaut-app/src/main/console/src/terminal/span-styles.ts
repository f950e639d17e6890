/**
 * xterm.js sets the style attribute of spans by its text, for colours beyond the palette, which the
 * page's Content-Security-Policy forbids: it lets style properties be set one by one, and as a whole.
 */
export function letSpansBeStyled(): void {
  const set = HTMLSpanElement.prototype.setAttribute;
  HTMLSpanElement.prototype.setAttribute = function (this: HTMLSpanElement, name: string, value: string) {
    if (name === 'style') this.style.cssText = value;
    else set.call(this, name, value);
  };
}
