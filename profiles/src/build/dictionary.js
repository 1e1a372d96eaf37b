const field = document.getElementById('words');
const articles = [...document.querySelectorAll('article')]
  .map(article => [article, article.textContent.toLowerCase()]);
field.addEventListener('input', () => {
  const words = field.value.toLowerCase().split(/\s+/);
  let shown = 0;
  for (const [article, text] of articles) {
    article.hidden = !words.every(word => text.includes(word));
    shown += article.hidden ? 0 : 1;
  }
  document.getElementById('none').hidden = shown > 0;
});
