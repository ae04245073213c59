// Safe building blocks of the page. News text is hostile: it reaches the document only through textContent, and a link
// only if its scheme is http or https. Nothing here takes markup.

// An element with a class and a text; falsy text leaves it empty.
export function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined && text !== null && text !== "") node.textContent = String(text);
  return node;
}

// News text: its own direction, its own language.
export function newsText(tag, className, text, language) {
  const node = element(tag, className, text);
  node.dir = "auto";
  if (typeof language === "string" && /^[a-z]{2,3}$/.test(language)) node.lang = language;
  return node;
}

// `url` if it is an absolute http or https address, null otherwise.
export function safeUrl(url) {
  try {
    const parsed = new URL(url);
    return parsed.protocol === "https:" || parsed.protocol === "http:" ? parsed.href : null;
  } catch {
    return null;
  }
}

// A link to `url`, or plain text where the address is not safe to follow.
export function link(url, className, text, language) {
  const href = safeUrl(url);
  const node = newsText(href ? "a" : "span", className, text, language);
  if (href) {
    node.href = href;
    node.rel = "noopener noreferrer nofollow";
    node.target = "_blank";
  }
  return node;
}

export function append(parent, ...children) {
  for (const child of children) if (child) parent.append(child);
  return parent;
}
