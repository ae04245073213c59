"""Records for the live view: honest examples, and hostile ones whose every text field tries to run code or to break out of its place."""
ATTACKS = [
    '<script>window.pwned=1</script>',
    '<img src=x onerror="window.pwned=2">',
    '"><svg onload=window.pwned=3>',
    '</li></ol><iframe src="javascript:parent.pwned=4"></iframe>',
    '<style>*{display:none}</style>',
    '{{constructor.constructor("window.pwned=5")()}}',
    '&lt;b&gt; &amp;amp; &#x3c;script&#x3e;',
    '\u202eevil\u202c \u2028 \u0000',
    '<a href="javascript:window.pwned=6" id=filter name=results>x</a>',
    '<meta http-equiv=refresh content="0;url=data:text/html,x"><base href=//evil.invalid/>',
]
URLS = ['javascript:window.pwned=7', 'JaVaScRiPt:window.pwned=8', ' javascript:window.pwned=9', 'java\nscript:window.pwned=10',
        'data:text/html,<script>parent.pwned=11</script>', 'vbscript:x', 'file:///etc/passwd', '//evil.invalid/x', 'not a url',
        'https://news.example/"onmouseover="window.pwned=12']


def article(**fields):
    return {'id': 'a1', 'version': '1', 'url': 'https://news.example/story', 'source': 'Example Wire', 'title': 'Ministers meet in Vienna',
            'language': 'en', 'published_at': '2026-11-20T09:30:00Z', 'feed': 'newsapi'} | fields


def statement(number, text='We are ready to return to the table', **fields):
    return {'kind': 'statement', 'value': {
        'id': f's{number}', 'article': article(), 'type': 'direct', 'content': [{'text': text, 'begin': 10, 'end': 10 + len(text)}],
        'cue': {'text': 'said', 'begin': 1, 'end': 5, 'lemma': 'say'}, 'source': {'text': 'he', 'begin': 6, 'end': 8},
        'speaker': {'name': 'Anna Lindqvist', 'role': 'Foreign Minister', 'organization': 'Swedish Foreign Ministry', 'country': 'SWE', 'kind': 'person'},
        'addressee': None, 'countries': ['RUS'], 'paragraph': 1, 'sentence': 2, 'confidence': 0.91, 'rule': 'quote.cue'} | fields}


def relation(number, event='SANCTION', quad='material_conflict', **fields):
    evidence = 'The European Union imposed new sanctions on Belarus on Monday.'
    return {'kind': 'relation', 'value': {
        'id': f'r{number}', 'article': article(title='EU widens sanctions'), 'statement_id': None,
        'source': {'country': 'EUE', 'actor': {'text': 'The European Union', 'begin': 0, 'end': 18}, 'role': 'body'},
        'target': {'country': 'BLR', 'actor': {'text': 'Belarus', 'begin': 44, 'end': 51}, 'role': None},
        'trigger': {'text': 'imposed new sanctions', 'begin': 19, 'end': 40}, 'evidence': {'text': evidence, 'begin': 0, 'end': len(evidence)},
        'event_type': event, 'cameo': '163', 'quad_class': quad, 'intensity': -8.0, 'tone': -0.4, 'modality': 'actual', 'aspect': 'event',
        'reciprocal': False, 'reported_by': None, 'confidence': 0.84, 'rule': 'sanction.v.1'} | fields}


def honest():
    yield statement(1)
    yield statement(2, 'the talks would resume next week', type='indirect', addressee={'text': 'reporters', 'begin': 1, 'end': 10, 'country': None},
                    speaker={'name': None, 'role': 'spokesman', 'organization': None, 'country': 'CHN', 'kind': 'office'})
    yield statement(3, 'Выборы должны быть честными', type='mixed', article=article(language='ru', title='Заявление министра', source='Пример'))
    yield statement(4, 'لن نقبل بأقل من ذلك', article=article(language='ar', title='تصريح الوزير'))
    yield statement(5, 'word ' * 400)
    yield relation(1)
    yield relation(2, 'CONSULT', 'verbal_cooperation', reciprocal=True, modality='future', cameo='040')
    yield relation(3, 'AID', 'material_cooperation', modality='demanded', reported_by={'name': 'Anna Lindqvist', 'country': 'SWE'})
    yield relation(4, 'ACCUSE', 'verbal_conflict', modality='negated', aspect='state')


def hostile():
    """Every attack in every text field, every bad address as the article's url; and records with fields missing or of another type."""
    number = 100
    for index, attack in enumerate(ATTACKS):
        number += 1
        bad = article(id=attack, url=URLS[index % len(URLS)], source=attack, title=attack, language=attack, published_at=attack, feed=attack)
        span = {'text': attack, 'begin': 0, 'end': 1}
        yield statement(number, attack, article=bad, cue=span | {'lemma': attack}, source=span, rule=attack,
                        speaker={'name': attack, 'role': attack, 'organization': attack, 'country': attack, 'kind': attack}, addressee=span | {'country': attack})
        actor = {'country': attack, 'actor': span, 'role': attack}
        yield relation(number, article=bad, source=actor, target=actor, trigger=span, evidence={'text': f'before {attack} after', 'begin': 0, 'end': 1},
                       cameo=attack, modality=attack, reported_by={'name': attack, 'country': attack}, rule=attack)
    for number, value in enumerate(({}, {'id': 'x'}, {'id': 'y', 'article': None, 'content': None, 'speaker': None, 'cue': None, 'evidence': None},
                                    {'id': 'z', 'content': [None, {}], 'source': None, 'target': None, 'confidence': 'high'})):
        yield {'kind': 'statement', 'value': value}
        yield {'kind': 'relation', 'value': value}
