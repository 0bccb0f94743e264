/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * ranking: every number that decides the order of films, with its reason, and the second look at
 * the top of an answer. Nothing else in the searcher holds a weight.
 */
#ifndef REEL_SEARCHER_RANKING_H
#define REEL_SEARCHER_RANKING_H

#include "common/field.h"
#include "common/store.h"

typedef struct rl_ranking {
    rl_weighting weighting;      /* of short queries */
    rl_weighting long_weighting; /* of descriptions */
    double stem;          /* a word met by its stem only */
    double variant;       /* a word met in another spelling */
    double stop;          /* stop words beside words of content: read through for nothing, most films have them */
    double cue;           /* "directed", "starring": mostly about the question */
    double covered;       /* words that a sure reading stands for: its value weighs in their place. Not in descriptions */
    double title_whole;   /* the whole query is a title of the film */
    double title_part;    /* some words of the query are */
    double lexical;       /* readings the lexicon knows against names and titles some film happens to have */
    double every_part;    /* a film that has every part of a short query, before those that lack one */
    double article;       /* a title spelled with the very article of the query */
    double apart;         /* festival, prize and year with other words between them */
    double won;           /* a prize asked for by name alone is a prize that was won */
    double role_asked;    /* a value in the role the query names */
    double role_other;    /* a value in another role than the one named */
    double year_near;     /* the year before or after: release and production years differ */
    double decade;
    double year_title;    /* a year and nothing else may be how a title begins: "2001" */
    double long_reading;  /* readings within a long description are guesses */
    double prior;         /* for each doubling of what is known of a film: see indexer/terms.h */
    double long_prior;    /* the same for descriptions, whose words say more */
    double title_exact_bonus, title_prefix_bonus;
    uint32_t window;      /* films looked at twice */
    uint32_t page;        /* up to so many films a page: an answer that has every part is not filled up */
    uint32_t long_words;  /* more words of content than this make a description */
    uint32_t told_words;  /* the same for queries that tell: "movie where", "I remember" */
    double long_repeat;   /* for each doubling of the times it was said */
    double spoken;        /* "mother" for "mom" in a description */
    double long_hedge;    /* hedges and greetings of a description */
    double long_year;     /* years and decades of a description: where it was seen, as often as when it was made */
    double long_earlier;  /* the decade before the one that was said, within long_year */
    uint32_t long_terms;  /* words of a description that are searched */
    uint32_t drivers_parts; /* of at least so many parts, the common ones only add to what the others find */
    uint32_t drivers;      /* the rarer ones are those that have so many films among them */
    uint32_t long_drivers; /* the same for descriptions, at most */
    uint32_t long_each;    /* and for each of their parts: short ones lean on fewer words */
    uint32_t strict_parts; /* queries of at most so many parts are answered by films that have all of them */
    uint32_t sure_parts;   /* of at most so many known values the films that have them all are the whole answer */
    uint32_t strict_words; /* neighbours are tried as one word up to this many words */
} rl_ranking;

const rl_ranking *rl_ranking_default(void);
/* Factor of a whole-value term of a field, on top of its rarity. */
double rl_ranking_value(const rl_ranking *ranking, rl_field field);

#endif
