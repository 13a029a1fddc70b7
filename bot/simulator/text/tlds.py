"""The endings by which an address is known as one without "https://" before it.

All of two letters, and those of more letters that people meet. Telegram knows about 1,500; the rarer ones are not
recognised here, which changes nothing but the colour of a word in a simulated chat.
"""

_COUNTRIES = """
    ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv bw by
    bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj
    fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io
    iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg
    mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph
    pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx
    sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt
    za zm zw
"""

_OTHERS = """
    com net org info biz name pro mobi int edu gov mil arpa aero coop museum jobs travel tel cat asia post
    xxx app dev page blog cloud online site website tech store shop academy agency art audio auction bank
    bar beer berlin bike bio boutique build business cafe camera camp capital care careers center chat
    church city clinic club coach codes coffee college community company computer consulting cooking cool
    credit dance data date deals delivery design digital direct directory doctor dog domains earth eco
    education email energy engineer engineering enterprises equipment estate events exchange expert express
    family farm fashion film finance financial fish fit fitness flights florist football foundation fun fund
    futbol gallery game games garden gift gifts glass global gmbh gold golf graphics green group guide
    guitars guru health healthcare help hospital host house how inc industries ink institute insure
    international investments jewelry kitchen land law lawyer legal life lighting limited limo link live llc
    loan loans lol london love ltd management map market marketing mba media memorial men menu moda moe
    money moscow movie network news next ngo ninja one ong onl paris parts party pharmacy photo photography
    photos pics pictures pizza place plus poker porn press productions properties property pub quest radio
    realty recipes red rehab reisen rent rentals repair report restaurant review reviews rich rocks run sale
    salon school science security services shoes show singles ski social software solar solutions space
    sport studio style sucks supplies supply support surgery systems tatar tax taxi team technology theater
    tickets tips tires today tokyo tools top tours town toys trade training university vacations ventures
    vet viajes video villas vin vip vision vodka voyage watch weather webcam wedding wiki win wine work
    works world wtf yoga zip zone xyz рф рус москва онлайн сайт орг ком дети бел укр мкд мон срб қаз бг ею
    католик 中国 中國 公司 网络 香港 台湾 台灣 在线 中文网 网址 网站 新加坡 机构 企业 商城 健康 한국 みんな
"""

TLDS = frozenset((_COUNTRIES + _OTHERS).split())
