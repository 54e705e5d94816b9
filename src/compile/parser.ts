// The one Markdown parser behind every rule.

import MarkdownIt from 'markdown-it';

// It understands HTML only so that the rules can refuse it by name.
export const parser = new MarkdownIt({ html: true });
