// The points chosen so far, beside a sheet being filled in. What counts is worked out by the server when the sheet is sent.
for (const tally of document.querySelectorAll('[data-tally]')) {
  const sheet = document.getElementById(tally.dataset.tally);
  const [sum, answered, bar] = ['[data-sum]', '[data-answered]', '[data-bar]'].map((part) => tally.querySelector(part));
  const names = new Set([...sheet.querySelectorAll('input[data-points]')].map((box) => box.name));
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });
  const count = () => {
    const chosen = [...sheet.querySelectorAll('input[data-points]:checked')];
    const points = chosen.reduce((all, box) => all + Number(box.dataset.points), 0);
    sum.textContent = number.format(points);
    answered.textContent = `${chosen.length}/${names.size}`;
    bar.setAttribute('width', String(Math.min(100, points)));
  };
  sheet.addEventListener('change', count);
  window.addEventListener('pageshow', count);
  count();
  tally.hidden = false;
}
