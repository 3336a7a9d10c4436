"""What schools call their columns, in many languages. One line a field and language.

Words are compared without capitals, spaces, accents and punctuation, so "Student_ID",
"student id" and "StudentID" are one word. A word may stand under several fields: then we ask.
"""

from __future__ import annotations

WORDS: dict[str, str] = {
    "name": """
        name|full name|student|student name|students|pupil|pupil name|learner|learner name|child|
        child name|display name|name of student|student full name|names|
        nombre completo|nombre y apellidos|apellidos y nombre|alumno|alumna|estudiante|
        nombre del alumno|nombre del estudiante|apellidos y nombres|
        nom complet|nom et prenom|nom prenom|eleve|nom de l eleve|noms et prenoms|
        schuler|schuler in|schulername|vollstandiger name|name vorname|vor und nachname|
        nome completo|aluno|nome do aluno|estudante|alunno|nome e cognome|cognome e nome|
        volledige naam|leerling|naam leerling|ad soyad|adi soyadi|ogrenci|ogrenci adi|
        f i sh|fish|toliq ism|oquvchi|ism familiya|ism sharif|ho ten|ho va ten|hoc sinh|ten hoc sinh|
        الاسم الكامل|اسم الطالب|الطالب|الاسم|fio|фио|ф и о|ученик|ученица|учащийся|имя ученика|
        фамилия имя|фамилия имя отчество|піб|учень|прізвище та імя|учень учениця|
        imie i nazwisko|nazwisko i imie|uczen|姓名|学生姓名|學生姓名|学生|名字|이름|성명|학생|학생이름|
        氏名|名前|生徒名|生徒|児童名|नाम|छात्र का नाम|पूरा नाम|jina|jina kamili|nama|nama siswa|
        nama lengkap|ονοματεπωνυμο|שם מלא|שם התלמיד|تلميذ|نام|نام و نام خانوادگی|elev|elevnavn|
        navn|namn|koko nimi|nimi|oppilas|jmeno a prijmeni|zak|teljes nev|nev|tanulo|nume si prenume|
        ime i prezime|ucenik|име и фамилия|ученик име|ім я та прізвище|magac|non ak siyati|pangalan""",
    "given": """
        first name|firstname|given name|givenname|first|forename|given|preferred given name|
        student first name|legal first name|first names|given names|
        nombre|nombres|primer nombre|prenom|prenoms|vorname|vornamen|nome proprio|primeiro nome|
        voornaam|ad|adi|isim|ism|ismi|ten|ten goi|الاسم الاول|имя|імя|im я|ім я|imie|名|이름만|
        fornavn|fornamn|etunimi|jmeno|keresztnev|utonev|prenume|ime|име|שם פרטי|ονομα|jina la kwanza|
        nama depan|нoм|prenon|magaca koowaad""",
    "family": """
        last name|lastname|family name|familyname|surname|last|family|student last name|
        legal last name|second name|
        apellido|apellidos|primer apellido|nom de famille|nachname|familienname|zuname|
        sobrenome|apelido|ultimo nome|cognome|achternaam|familienaam|soyad|soyadi|soyisim|
        familiya|familiyasi|ho|ho va ten dem|ho dem|اسم العائلة|العائلة|اللقب|اسم الاب|фамилия|
        прізвище|nazwisko|姓|성|etternavn|efternamn|efternavn|sukunimi|prijmeni|vezeteknev|csaladnev|
        nume|nume de familie|prezime|презиме|שם משפחה|επωνυμο|jina la ukoo|nama belakang|siyati""",
    "middle": """
        middle name|middlename|middle|middle names|other names|отчество|по батькові|segundo nombre|
        deuxieme prenom|zweiter vorname|segundo apellido|otasining ismi|sharifi|patronymic""",
    "called": """
        called|called name|preferred name|preferred first name|known as|nickname|goes by|
        chosen name|name used|apodo|nombre preferido|surnom|prenom usuel|rufname|rufnamen|apelido preferido|
        nome preferito|soprannome|roepnaam|takma ad|biet danh|кличка|имя в классе|zdrobnienie|昵称|
        小名|별명|呼び名|preferred""",
    "external_id": """
        student number|student id|studentid|student no|student nr|sis id|sisid|external id|sourcedid|
        id number|local id|local student id|state id|state student id|pupil id|upn|admission number|
        learner id|person id|id|student code|identifier|sasid|ssid|lasid|roll number|roll no|
        matricula|numero de matricula|no de control|numero de alumno|codigo|codigo del alumno|
        codigo de estudiante|expediente|id alumno|numero d eleve|numero eleve|ine|identifiant|
        numero etudiant|matricule|schulernummer|schuler id|schulerid|matrikelnummer|
        numero do aluno|ra|registro|id do aluno|numero studente|matricola|codice studente|
        leerlingnummer|leerlingnr|ogrenci no|ogrenci numarasi|okul no|oquvchi raqami|
        ma hoc sinh|ma so|mshs|رقم الطالب|الرقم|رقم القيد|номер ученика|личный номер|номер учня|
        табельный номер|numer ucznia|nr ucznia|numer legitymacji|pesel|学号|學號|学籍号|학번|
        学籍番号|出席番号|nis|nisn|elevnummer|elev id|elevid""",
    "counter": "no|nr|number|row|line|lp|l p|stt|n|num|numero|序号|번호|№|nummer|sira|sira no|t r|п п|№ п п|#",
    "grade": """
        grade|grade level|gradelevel|year group|yeargroup|year level|level|current grade|grades|
        entry grade level|grado|nivel|curso|niveau|annee|jahrgang|jahrgangsstufe|klassenstufe|stufe|
        serie|ano escolar|ano de escolaridade|anno di corso|leerjaar|groep|sinif duzeyi|sinif seviyesi|
        khoi|khoi lop|الصف|المرحلة|параллель|год обучения|poziom|rocznik|年级|年級|학년|学年|trinn|
        arskurs|luokka aste|evfolyam|kls tingkat|class year""",
    "class_name": """
        class|class name|classname|section|section name|homeroom|home room|room|group|form|
        registration group|reg|tutor group|course|course name|classroom|class title|
        clase|grupo|aula|seccion|salon|classe|groupe|division|klasse|lerngruppe|klassenname|
        turma|sezione|klas|klasnaam|sinif|sube|sinf|guruh|lop|lop hoc|ten lop|الفصل|الشعبة|القسم|
        класс|группа|клас|klasa|oddzial|grupa|班级|班級|班|학급|반|クラス|組|luokka|trida|osztaly|
        clasa|razred|odeljenje|כיתה|ταξη|तक्षा|कक्षा|darasa|kelas|klass""",
    "class_id": """
        class id|classid|class code|section id|section number|section sis id|class number|course id|
        class sourcedid|codigo de clase|klassen id|codigo da turma""",
    "term": "term|semester|session|trimester|period name|trimestre|semestre|halbjahr|periodo|term name",
    "home_language": """
        home language|language|primary language|native language|first language|mother tongue|
        language at home|family language|languages|home lang|idioma|lengua materna|idioma en casa|
        lengua|langue|langue maternelle|langue a la maison|muttersprache|sprache|familiensprache|
        herkunftssprache|lingua materna|idioma materno|lingua|thuistaal|moedertaal|taal|ana dil|
        anadil|evde konusulan dil|ona tili|tili|ngon ngu|tieng me de|اللغة|لغة الام|اللغة الام|
        родной язык|язык|рідна мова|мова|jezyk ojczysty|jezyk|母语|母語|语言|모국어|母国語|lugha|bahasa""",
    "birth_year": """
        birth year|birthyear|year of birth|birthdate|birth date|date of birth|dob|birthday|born|
        fecha de nacimiento|nacimiento|ano de nacimiento|date de naissance|naissance|
        annee de naissance|geburtsdatum|geburtsjahr|geboren|data de nascimento|nascimento|
        data di nascita|geboortedatum|dogum tarihi|dogum yili|tugilgan sana|ngay sinh|nam sinh|
        تاريخ الميلاد|дата рождения|год рождения|дата народження|рік народження|data urodzenia|
        出生日期|出生年份|생년월일|生年月日|fodselsdato|fodelsedatum|syntymaaika""",
    "teacher_name": """
        teacher|teacher name|homeroom teacher|class teacher|form tutor|instructor|maestro|maestra|
        profesor|profesora|docente|enseignant|professeur|lehrer|lehrkraft|klassenlehrer|
        klassenleitung|professor|professora|insegnante|leerkracht|mentor|ogretmen|oqituvchi|giao vien|
        المعلم|المعلمة|учитель|классный руководитель|вчитель|nauczyciel|wychowawca|老师|教师|班主任|
        선생님|담임|担任|先生""",
    "role": "role|user role|user type|person type|rolle|rol|ruolo|funcao|роль|角色|vai tro|نوع المستخدم",
    "teacher_email": "teacher email|teacher e mail|homeroom teacher email|email teacher|lehrer email",
    "not_kept": """
        email|e mail|mail|email address|student email|correo|correo electronico|courriel|eposta|e posta|
        электронная почта|почта|邮箱|이메일|username|user name|user|login|userid|user id|usuario|
        benutzername|password|pass|contrasena|passwort|mot de passe|gender|sex|genero|sexo|sexe|
        geschlecht|sesso|geslacht|cinsiyet|пол|стать|plec|性别|성별|phone|telephone|mobile|telefono|
        telefon|telefone|address|direccion|adresse|endereco|indirizzo|adres|street|city|zip|
        postal code|zip code|ethnicity|race|status|notes|note|comments|remarks|enrollment date|
        entry date|start date|end date|exit date|school|school name|school id|escuela|ecole|schule|
        escola|scuola|okul|maktab|truong|المدرسة|школа|szkola|学校|학교|parent|guardian|parent email|
        guardian email|parent name|guardian name|emergency contact|iep|504|frl|photo|locker|
        graduation year|counselor|district|enabled|middle initial""",
}
