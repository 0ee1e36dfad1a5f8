/**
 * A text without these values, as they are and as JSON writes them: vendors quote what they were sent, and so does Node
 * when a header cannot be sent.
 */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]).filter(Boolean);
  if (forms.length === 0) return text;
  // The longest first: where one begins with another, nothing of it must be left.
  const longestFirst = forms.sort((a, b) => b.length - a.length).map((form) => form.replace(/[^\w\s]/g, "\\$&"));
  return text.replace(new RegExp(longestFirst.join("|"), "g"), "[secret]");
}
