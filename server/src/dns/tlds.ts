/** Country codes and common generic top-level domains: a name that ends in one of them was meant to be absolute. */
const TLDS: ReadonlySet<string> = new Set(
  `com net org edu gov mil int arpa info biz name pro aero coop museum mobi jobs travel tel cat asia post xxx
   io ai co app dev cloud online site shop store tech xyz top club email live blog news agency digital host hosting
   network systems solutions services support software website space page link world group company global
   ac ad ae af ag al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd cf cg
   ch ci ck cl cm cn cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge gf gg gh
   gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in iq ir is it je jm jo jp ke kg kh ki km kn kp kr
   kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne
   nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk
   sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi
   vn vu wf ws ye yt za zm zw`.split(/\s+/),
);

/** Whether a name as written, without a final dot, ends in a top-level domain of the Internet. */
export function endsInTld(written: string): boolean {
  const dot = written.lastIndexOf(".");
  return dot > 0 && TLDS.has(written.slice(dot + 1).toLowerCase());
}
