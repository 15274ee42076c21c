/// What filters the page. Everything is there without it.
enum HTMLScript {
    /// The page's only script. Its hash stands in the page's policy, so that nothing else can run, whatever a manifest holds.
    static let text = """
        (() => {
          const all = (selector) => [...document.querySelectorAll(selector)];
          const chips = all('a[data-key]'), findings = all('#findings .finding'), files = all('section.file');
          const text = document.getElementById('text'), shown = document.getElementById('shown');
          const nothing = document.querySelector('.nothing'), tools = document.querySelector('.tools');
          if (!tools) return;
          const isOn = (chip) => chip.getAttribute('aria-pressed') === 'true';
          const apply = () => {
            const wanted = {severity: new Set(), rule: new Set(), file: new Set()};
            for (const chip of chips) if (isOn(chip)) wanted[chip.dataset.key].add(chip.dataset.value);
            const words = text.value.toLowerCase();
            let count = 0;
            for (const finding of findings) {
              const matches = Object.entries(wanted).every(([key, values]) => !values.size || values.has(finding.dataset[key]))
                && (!words || finding.textContent.toLowerCase().includes(words));
              finding.hidden = !matches;
              if (matches) count += 1;
            }
            for (const file of files) file.hidden = !file.querySelector('.finding:not([hidden])');
            nothing.hidden = count > 0;
            shown.textContent = count === findings.length ? `all ${count} shown` : `${count} of ${findings.length} shown`;
          };
          for (const chip of chips) {
            chip.setAttribute('role', 'button');
            chip.setAttribute('aria-pressed', 'false');
            const toggle = (event) => {
              event.preventDefault();
              chip.setAttribute('aria-pressed', String(!isOn(chip)));
              apply();
            };
            chip.addEventListener('click', toggle);
            chip.addEventListener('keydown', (event) => { if (event.key === ' ') toggle(event); });
          }
          document.getElementById('clear').addEventListener('click', () => {
            for (const chip of chips) chip.setAttribute('aria-pressed', 'false');
            text.value = '';
            apply();
          });
          text.addEventListener('input', apply);
          for (const link of all('.finding .head a')) {
            link.addEventListener('click', () => { document.getElementById(link.hash.slice(1)).open = true; });
          }
          tools.hidden = false;
          apply();
        })();
        """
    /// As Content-Security-Policy wants it: base64 of the text's SHA-256. The readers' test works it out again.
    static let hash = "sha256-5wd+V+klgiMXE/y39qNwuwhQ1Vy2FOUtb2J31PrXcBc="
}
